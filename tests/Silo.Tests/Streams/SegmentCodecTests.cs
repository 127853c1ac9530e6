using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Serialization;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Streams;

/// <summary>What a memory stream carries goes in one piece, and an older process's form is still read.</summary>
public sealed class SegmentCodecTests
{
    private static readonly byte[] Event = [.. Enumerable.Range(0, 5000).Select(number => (byte)number)];

    private readonly IServiceProvider services = Services(streams => streams.AddSegments());

    private static MemoryMessageData Message(ArraySegment<byte> payload) => new() { Payload = payload, SequenceNumber = 7 };

    [Theory]
    [InlineData(0, 5000)]
    [InlineData(10, 4000)]
    [InlineData(0, 0)]
    public void Serialize_BytesOfAnEvent_TakeLittleMoreThanThemselves(int start, int count)
    {
        var serializer = services.GetRequiredService<Serializer>();
        var message = Message(new ArraySegment<byte>(Event, start, count));

        var written = serializer.SerializeToArray(message);

        Assert.InRange(written.Length, count, count + 100);
        var read = serializer.Deserialize<MemoryMessageData>(written);
        Assert.Equal(7, read.SequenceNumber);
        Assert.Equal(Event.AsSpan(start, count), read.Payload.AsSpan());
    }

    [Fact]
    public void Deserialize_FormOfAnOlderVersion_IsRead()
    {
        var written = Services(_ => { }).GetRequiredService<Serializer>().SerializeToArray(Message(Event));
        Assert.True(written.Length > 2 * Event.Length);

        var read = services.GetRequiredService<Serializer>().Deserialize<MemoryMessageData>(written);

        Assert.Equal(Event, read.Payload.ToArray());
    }

    [Fact]
    public void DeepCopy_BytesOfAnEvent_AreHandedOnAsTheyAre()
    {
        var copy = services.GetRequiredService<DeepCopier>().Copy(Message(Event));

        Assert.Same(Event, copy.Payload.Array);
    }

    private static ServiceProvider Services(Action<IServiceCollection> configure)
    {
        var collection = new ServiceCollection();
        collection.AddSerializer(types => types.AddAssembly(typeof(MemoryMessageData).Assembly));
        configure(collection);
        return collection.BuildServiceProvider();
    }
}
