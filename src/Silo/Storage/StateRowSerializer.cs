using Orleans.Storage;
using RechargeMonitor.Grains;

namespace RechargeMonitor.Silo.Storage;

/// <summary>Stores a <see cref="StateRow"/> as the bytes that it holds.</summary>
internal sealed class StateRowSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => input is StateRow row
        ? new BinaryData(row.Form)
        : throw new NotSupportedException($"{typeof(T)} is no state of a grain here");

    public T Deserialize<T>(BinaryData input)
    {
        var row = new StateRow { Form = input.ToArray() };
        return row is T state ? state : throw new NotSupportedException($"{typeof(T)} is no state of a grain here");
    }
}
