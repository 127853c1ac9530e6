using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>librdkafka's mock broker: it lives in a client, listens on loopback and makes topics as they are asked for.</summary>
internal sealed class MockKafka : IDisposable
{
    /// <summary>How many partitions its topics have.</summary>
    public const int Partitions = 4;

    private const int Broker = 1;
    private const int NoBroker = -1;
    private const short Fetch = 1;
    private const short ListOffsets = 2;

    private readonly IAdminClient host;
    private readonly IntPtr cluster;

    public MockKafka()
    {
        var config = new AdminClientConfig();
        config.Set("test.mock.num.brokers", "1");
        config.Set("bootstrap.servers", "none");
        config.Set("log_level", "0");
        host = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).Build();
        var broker = host.GetMetadata(TimeSpan.FromSeconds(10)).Brokers[0];
        Bootstrap = $"{broker.Host}:{broker.Port}";
        cluster = Function<MockCluster>("rd_kafka_handle_mock_cluster")(NativeHandle(host.Handle));
        Function<DelayGroups>("rd_kafka_mock_group_initial_rebalance_delay_ms")(cluster, milliseconds: 0);
    }

    public string Bootstrap { get; }

    public void CreateTopic(string topic, int partitions) => Check(Function<MakeTopic>("rd_kafka_mock_topic_create")(cluster, topic, partitions, replicationFactor: 1));

    /// <summary>Takes a partition's leader away, or gives it back.</summary>
    public void SetLeader(string topic, int partition, bool isThere) =>
        Check(Function<MoveLeader>("rd_kafka_mock_partition_set_leader")(cluster, topic, partition, isThere ? Broker : NoBroker));

    /// <summary>Takes the broker away, or brings it back with all that it has.</summary>
    public void SetBroker(bool isThere) =>
        Check(Function<MoveBroker>(isThere ? "rd_kafka_mock_broker_set_up" : "rd_kafka_mock_broker_set_down")(cluster, Broker));

    /// <summary>Has the log of a partition begin at an offset.</summary>
    public void DeleteRecords(string topic, int partition, long below) => Check(Function<CutLog>("rd_kafka_mock_partition_delete_records")(cluster, topic, partition, below));

    /// <summary>Has whoever asks next for a log's beginning or end wait for the answer.</summary>
    public void DelayNextOffsets(TimeSpan delay) =>
        Check(Function<DelayRequests>("rd_kafka_mock_broker_push_request_error_rtts")(cluster, Broker, ListOffsets, count: 1, error: 0, (int)delay.TotalMilliseconds));

    /// <summary>Has the broker say that it is not the leader when it is asked for messages so many times.</summary>
    public void RefuseNextFetches(int count) =>
        Function<RefuseRequests>("rd_kafka_mock_push_request_errors_array")(cluster, Fetch, count, [.. Enumerable.Repeat((int)Confluent.Kafka.ErrorCode.NotLeaderForPartition, count)]);

    public void Dispose() => host.Dispose();

    private static IntPtr NativeHandle(Handle handle) =>
        ((SafeHandle)typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(handle)!).DangerousGetHandle();

    private static void Check(int error)
    {
        if (error != 0)
            throw new KafkaException((Confluent.Kafka.ErrorCode)error);
    }

    /// <summary>One of the functions of the library that the client has loaded, which is another one on other systems.</summary>
    private static TDelegate Function<TDelegate>(string name)
        where TDelegate : Delegate
    {
        using var process = Process.GetCurrentProcess();
        var library = process.Modules.Cast<ProcessModule>().First(module => module.ModuleName.Contains("librdkafka", StringComparison.Ordinal));
        return Marshal.GetDelegateForFunctionPointer<TDelegate>(NativeLibrary.GetExport(NativeLibrary.Load(library.FileName), name));
    }

    private delegate IntPtr MockCluster(IntPtr client);

    private delegate void DelayGroups(IntPtr cluster, int milliseconds);

    private delegate int MakeTopic(IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitions, int replicationFactor);

    private delegate int MoveLeader(IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, int broker);

    private delegate int MoveBroker(IntPtr cluster, int broker);

    private delegate int CutLog(IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, long below);

    private delegate void RefuseRequests(IntPtr cluster, short request, nint count, int[] errors);

    // Its last two may be repeated, which the platforms that tests run on pass as they pass any others.
    private delegate int DelayRequests(IntPtr cluster, int broker, short request, nint count, int error, int milliseconds);
}
