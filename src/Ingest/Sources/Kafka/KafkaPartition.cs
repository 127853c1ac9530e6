using System.Globalization;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>How far a partition has come that the group gave to this process.</summary>
internal enum PartitionPhase
{
    /// <summary>Its log is being looked at.</summary>
    Inspecting,

    /// <summary>The pump is told of it and asks for its books.</summary>
    Announced,

    /// <summary>It is read.</summary>
    Reading,

    /// <summary>What was found of it is being stored.</summary>
    Storing,

    /// <summary>Messages of it are lost: it stands still and is looked at again.</summary>
    Held,
}

/// <summary>A partition while the group gives it to this process. All but what the consumer's thread keeps is guarded by the assignment's lock.</summary>
internal sealed class KafkaPartition(string topic, int number)
{
    private volatile int epoch;

    public int Number { get; } = number;

    /// <summary>The topic and number, as operators name it.</summary>
    public string Title { get; } = string.Create(CultureInfo.InvariantCulture, $"{topic}-{number}");

    /// <summary>Under which name it is read: another one after each accepted loss that gives its offsets a new meaning.</summary>
    public string Name { get; private set; } = NameOf(topic, number, 1);

    public int Generation { get; private set; } = 1;

    public PartitionPhase Phase { get; set; }

    /// <summary>Grows whenever what was read before is not wanted any more. Any thread may read it.</summary>
    public int Epoch => epoch;

    public bool IsGone { get; set; }

    /// <summary>Its log at the last look.</summary>
    public PartitionLog Log { get; set; }

    /// <summary>What is stored with the next commit.</summary>
    public KafkaFingerprint Fingerprint { get; set; }

    /// <summary>The fingerprint of the name before.</summary>
    public KafkaFingerprint? Former { get; private set; }

    public KafkaFingerprint Stored { get; set; }

    public long Committed { get; set; }

    /// <summary>Where it was opened: what is below is not there to read.</summary>
    public long OpenedAt { get; set; }

    public PartitionLoss? Loss { get; set; }

    /// <summary>When the loss was found first.</summary>
    public long? LossSince { get; set; }

    public long? LossReported { get; set; }

    /// <summary>Where it is to be read from, or nothing while it is not to be read.</summary>
    public long? ReadFrom { get; private set; }

    /// <summary>The consumer's thread: whether messages of it are wanted, of which epoch, and the least offset.</summary>
    public bool IsFlowing { get; set; }

    public int FlowEpoch { get; set; }

    public long Next { get; set; }

    public int SeekFailures { get; set; }

    /// <summary>How many messages the log holds that are not counted.</summary>
    public long Lag => Math.Max(0, Log.High - Math.Max(Committed, Log.Low));

    public static string NameOf(string topic, int number, int generation) => generation == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{topic}-{number}")
        : string.Create(CultureInfo.InvariantCulture, $"{topic}-g{generation}-{number}");

    /// <summary>Goes on under the next name.</summary>
    public void StartNextGeneration(KafkaFingerprint former)
    {
        Former = former;
        Generation++;
        Name = NameOf(topic, Number, Generation);
        (Loss, LossSince, LossReported) = (null, null, null);
    }

    /// <summary>Says from where it is read from now on, or that it is not.</summary>
    public void Move(long? readFrom)
    {
        ReadFrom = readFrom;
        epoch++;
    }
}
