using System.Text;
using CsCheck;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using Xunit;

namespace RechargeMonitor.Core.Tests.Figures;

public sealed class BoundedMapTests
{
    private const int Capacity = 5;

    // Few letters and lengths on both sides of the 8 bytes that are compared at once; beyond the basic plane, the order of
    // UTF-8 is not that of UTF-16.
    private static readonly Gen<string> Key = Gen.OneOf(
        Gen.OneOf("a", "b", "c", "d", "other", "unknown", "0000", "other ", "\uFFFD", "😀", "a\0", "\0", ""),
        Gen.OneOf('a', 'b').Array[7, 10].Select(letters => new string(letters)));

    private static readonly Gen<(string Key, int Amount)[]> Entries = Gen.Select(Key, Gen.Int[0, 5]).Array[0, 40];

    [Fact]
    public void At_AnyKeys_KeepsTheFirstInTheOrderOfTheirBytes() =>
        Entries.Sample(entries => Assert.Equal(Expected(entries), Show(Fill(entries))));

    [Fact]
    public void Merge_PartsInAnyShape_IsOneByOne() => Gen.Select(Entries, Gen.Int[0, 3].Array[40], Gen.Bool).Sample((entries, places, fromRight) =>
    {
        var parts = Enumerable.Range(0, 4).Select(part => Fill([.. entries.Where((_, index) => places[index] == part)])).ToList();
        while (parts.Count > 1)
        {
            var from = fromRight ? parts.Count - 1 : 0;
            parts[fromRight ? from - 1 : 1].Merge(parts[from]);
            parts.RemoveAt(from);
        }

        Assert.Equal(Expected(entries), Show(parts[0]));
    });

    [Fact]
    public void ReadFrom_WhatWasWritten_IsTheSame() => Entries.Where(entries => entries.All(entry => entry.Key != "")).Sample(entries =>
    {
        var map = Fill(entries);
        var writer = new FormWriter();
        map.WriteTo(writer, Count.Write);
        var reader = new FormReader(writer.Written);
        var read = new BoundedMap<Count>(Capacity);
        read.ReadFrom(ref reader, Count.Read);
        Assert.Equal(Show(map), Show(read));
    });

    [Fact]
    public void InOrder_ManyKeysInEveryRotation_IsTheSame()
    {
        var entries = Enumerable.Range(0, 300).Select(number => ($"k{number * 7 % 300}", 1)).ToArray();
        var expected = Expected(entries);
        for (var turn = 0; turn < entries.Length; turn++)
            Assert.Equal(expected, Show(Fill([.. entries[turn..], .. entries[..turn]])));
    }

    private static BoundedMap<Count> Fill((string Key, int Amount)[] entries)
    {
        var map = new BoundedMap<Count>(Capacity);
        foreach (var (key, amount) in entries)
            map.At(Encoding.UTF8.GetBytes(key)).Value += amount;
        return map;
    }

    private static string Show(BoundedMap<Count> map) =>
        string.Join(' ', map.InOrder().Select(item => $"{Encoding.UTF8.GetString(item.Key)}={item.Value.Value}")) + (map.HasOther ? $" | {map.Other.Value}" : "");

    private static string Expected((string Key, int Amount)[] entries)
    {
        var keys = entries.Select(entry => entry.Key).Distinct().Where(key => key != "other").Order(Oracle.Utf8Order.Instance).Take(Capacity).ToList();
        var rest = entries.Where(entry => !keys.Contains(entry.Key)).ToList();
        return string.Join(' ', keys.Select(key => $"{key}={entries.Where(entry => entry.Key == key).Sum(entry => entry.Amount)}"))
            + (rest.Count > 0 ? $" | {rest.Sum(entry => entry.Amount)}" : "");
    }
}
