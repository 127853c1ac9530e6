namespace RechargeMonitor.Core.Provinces;

/// <summary>The 31 provinces of the network.</summary>
public static class ProvinceTable
{
    private static readonly Province[] Rows =
    [
        new("100", "北京", "Beijing"),
        new("200", "广东", "Guangdong"),
        new("210", "上海", "Shanghai"),
        new("220", "天津", "Tianjin"),
        new("230", "重庆", "Chongqing"),
        new("240", "辽宁", "Liaoning"),
        new("250", "江苏", "Jiangsu"),
        new("270", "湖北", "Hubei"),
        new("280", "四川", "Sichuan"),
        new("290", "陕西", "Shaanxi"),
        new("311", "河北", "Hebei"),
        new("351", "山西", "Shanxi"),
        new("371", "河南", "Henan"),
        new("431", "吉林", "Jilin"),
        new("451", "黑龙江", "Heilongjiang"),
        new("471", "内蒙古", "Inner Mongolia"),
        new("531", "山东", "Shandong"),
        new("551", "安徽", "Anhui"),
        new("571", "浙江", "Zhejiang"),
        new("591", "福建", "Fujian"),
        new("731", "湖南", "Hunan"),
        new("771", "广西", "Guangxi"),
        new("791", "江西", "Jiangxi"),
        new("851", "贵州", "Guizhou"),
        new("871", "云南", "Yunnan"),
        new("891", "西藏", "Tibet"),
        new("898", "海南", "Hainan"),
        new("931", "甘肃", "Gansu"),
        new("951", "宁夏", "Ningxia"),
        new("971", "青海", "Qinghai"),
        new("991", "新疆", "Xinjiang"),
    ];

    // The numbers of three digits behind a leading 1; all codes of the table are among them.
    private const int FirstPacked = 1000;

    // By packed code: one more than the index, 0 for a code that the table does not have.
    private static readonly byte[] Places = MakePlaces();

    /// <summary>All provinces, by ascending code. A province's place in this list is its index.</summary>
    public static IReadOnlyList<Province> All => Rows;

    /// <summary>The index of a code in <see cref="All"/>, or -1 when the table does not have it.</summary>
    public static int IndexOf(ProvinceCode code)
    {
        var place = (uint)(code.Packed - FirstPacked);
        return place < (uint)Places.Length ? Places[place] - 1 : -1;
    }

    private static byte[] MakePlaces()
    {
        var places = new byte[1000];
        for (var index = 0; index < Rows.Length; index++)
            places[Rows[index].Code.Packed - FirstPacked] = (byte)(index + 1);
        return places;
    }
}

/// <summary>One province.</summary>
public sealed record Province
{
    /// <summary>Makes a row of the table.</summary>
    /// <param name="code">Three digits.</param>
    /// <param name="name">Chinese name.</param>
    /// <param name="nameEn">English name.</param>
    internal Province(string code, string name, string nameEn)
    {
        Code = ProvinceCode.TryParse(code, out var parsed) ? parsed : throw new ArgumentException(code, nameof(code));
        Name = name;
        NameEn = nameEn;
    }

    /// <summary>Its code in the log.</summary>
    public ProvinceCode Code { get; }

    /// <summary>Its Chinese name.</summary>
    public string Name { get; }

    /// <summary>Its English name.</summary>
    public string NameEn { get; }
}
