using System.Reflection;
using BenchmarkDotNet.Attributes;
using RechargeMonitor.Bench.Micro;
using Xunit;

namespace RechargeMonitor.Core.Tests;

/// <summary>Runs each micro-benchmark a few times, so that none rots, and holds it to take no memory.</summary>
public sealed class MicroBenchmarkTests
{
    public static TheoryData<Type, string> Benchmarks()
    {
        var found = new TheoryData<Type, string>();
        foreach (var type in typeof(ParserBenchmarks).Assembly.GetExportedTypes())
        {
            foreach (var method in type.GetMethods().Where(method => method.IsDefined(typeof(BenchmarkAttribute))))
                found.Add(type, method.Name);
        }

        return found;
    }

    [Theory]
    [MemberData(nameof(Benchmarks))]
    public void Run_WhenWarm_AllocatesNothing(Type type, string name)
    {
        var method = type.GetMethod(name)!;
        var benchmarks = Activator.CreateInstance(type)!;
        if (method.ReturnType == typeof(int))
            AssertAllocatesNothing(method.CreateDelegate<Func<int>>(benchmarks));
        else
            AssertAllocatesNothing(method.CreateDelegate<Func<long>>(benchmarks));
    }

    private static void AssertAllocatesNothing<T>(Func<T> run)
        where T : struct
    {
        Assert.NotEqual(default, run());
        run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
