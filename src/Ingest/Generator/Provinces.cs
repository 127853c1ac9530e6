namespace RechargeMonitor.Ingest.Generator;

/// <summary>The 31 provinces: where orders come from, and how well each one's billing works.</summary>
internal static class Provinces
{
    /// <summary>Code, inhabitants in units of 10,000 (census of 2020), and failures in percent of the national rate.</summary>
    private static readonly (int Code, int Population, int FailurePercent)[] Table =
    [
        (100, 2_189, 80), (200, 12_601, 90), (210, 2_487, 75), (220, 1_387, 90), (230, 3_205, 100), (240, 4_259, 110),
        (250, 8_475, 85), (270, 5_775, 100), (280, 8_367, 105), (290, 3_953, 105), (311, 7_461, 100), (351, 3_492, 115),
        (371, 9_937, 110), (431, 2_407, 115), (451, 3_185, 120), (471, 2_405, 120), (531, 10_153, 95), (551, 6_103, 100),
        (571, 6_457, 80), (591, 4_154, 90), (731, 6_644, 100), (771, 5_013, 110), (791, 4_519, 105), (851, 3_856, 125),
        (871, 4_721, 115), (891, 365, 160), (898, 1_008, 105), (931, 2_502, 130), (951, 720, 120), (971, 592, 140),
        (991, 2_585, 130),
    ];

    /// <summary>Chooses an index by population.</summary>
    public static readonly WeightedTable ByPopulation = new(Array.ConvertAll(Table, row => row.Population));

    public static int Count => Table.Length;

    public static int Code(int index) => Table[index].Code;

    public static int FailurePercent(int index) => Table[index].FailurePercent;

    /// <summary>The index of a code, or -1 if no province has it.</summary>
    public static int IndexOf(int code) => Array.FindIndex(Table, row => row.Code == code);
}
