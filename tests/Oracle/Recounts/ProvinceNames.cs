namespace RechargeMonitor.Oracle;

/// <summary>The province table of the domain page.</summary>
public static class ProvinceNames
{
    private static readonly Dictionary<string, (string Name, string NameEn)> s_names = new(StringComparer.Ordinal)
    {
        ["100"] = ("北京", "Beijing"),
        ["200"] = ("广东", "Guangdong"),
        ["210"] = ("上海", "Shanghai"),
        ["220"] = ("天津", "Tianjin"),
        ["230"] = ("重庆", "Chongqing"),
        ["240"] = ("辽宁", "Liaoning"),
        ["250"] = ("江苏", "Jiangsu"),
        ["270"] = ("湖北", "Hubei"),
        ["280"] = ("四川", "Sichuan"),
        ["290"] = ("陕西", "Shaanxi"),
        ["311"] = ("河北", "Hebei"),
        ["351"] = ("山西", "Shanxi"),
        ["371"] = ("河南", "Henan"),
        ["431"] = ("吉林", "Jilin"),
        ["451"] = ("黑龙江", "Heilongjiang"),
        ["471"] = ("内蒙古", "Inner Mongolia"),
        ["531"] = ("山东", "Shandong"),
        ["551"] = ("安徽", "Anhui"),
        ["571"] = ("浙江", "Zhejiang"),
        ["591"] = ("福建", "Fujian"),
        ["731"] = ("湖南", "Hunan"),
        ["771"] = ("广西", "Guangxi"),
        ["791"] = ("江西", "Jiangxi"),
        ["851"] = ("贵州", "Guizhou"),
        ["871"] = ("云南", "Yunnan"),
        ["891"] = ("西藏", "Tibet"),
        ["898"] = ("海南", "Hainan"),
        ["931"] = ("甘肃", "Gansu"),
        ["951"] = ("宁夏", "Ningxia"),
        ["971"] = ("青海", "Qinghai"),
        ["991"] = ("新疆", "Xinjiang"),
    };

    /// <summary>The codes of the table.</summary>
    public static IReadOnlyCollection<string> Codes => s_names.Keys;

    public static bool Contains(string code) => s_names.ContainsKey(code);

    /// <summary>The Chinese and the English name; null for a code that is not in the table.</summary>
    public static (string Name, string NameEn)? Of(string code) => s_names.TryGetValue(code, out var names) ? names : null;
}
