using RechargeMonitor.Core.Provinces;
using Xunit;

namespace RechargeMonitor.Core.Tests.Provinces;

public sealed class ProvinceTableTests
{
    // As DOMAIN.md has it, row by row.
    private const string Table = """
        100 北京 Beijing | 351 山西 Shanxi | 771 广西 Guangxi
        200 广东 Guangdong | 371 河南 Henan | 791 江西 Jiangxi
        210 上海 Shanghai | 431 吉林 Jilin | 851 贵州 Guizhou
        220 天津 Tianjin | 451 黑龙江 Heilongjiang | 871 云南 Yunnan
        230 重庆 Chongqing | 471 内蒙古 Inner Mongolia | 891 西藏 Tibet
        240 辽宁 Liaoning | 531 山东 Shandong | 898 海南 Hainan
        250 江苏 Jiangsu | 551 安徽 Anhui | 931 甘肃 Gansu
        270 湖北 Hubei | 571 浙江 Zhejiang | 951 宁夏 Ningxia
        280 四川 Sichuan | 591 福建 Fujian | 971 青海 Qinghai
        290 陕西 Shaanxi | 731 湖南 Hunan | 991 新疆 Xinjiang
        311 河北 Hebei
        """;

    [Fact]
    public void All_Rows_AreThoseOfTheDomainPage()
    {
        var expected = Table.Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        Assert.Equal(expected, ProvinceTable.All.Select(province => $"{province.Code} {province.Name} {province.NameEn}"));
    }

    [Fact]
    public void IndexOf_EveryCode_IsItsPlaceOrNone()
    {
        for (var digits = 0; digits < 10_000; digits++)
        {
            Assert.True(ProvinceCode.TryParse($"{digits}", out var code));
            var expected = ProvinceTable.All.ToList().FindIndex(province => province.Code.ToString() == $"{digits}");
            Assert.Equal(expected, ProvinceTable.IndexOf(code));
        }
    }
}
