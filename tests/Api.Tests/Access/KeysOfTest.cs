using RechargeMonitor.Api.Access;

namespace RechargeMonitor.Api.Tests.Access;

/// <summary>A file with a viewer's and an operator's key. It is gone after the test.</summary>
internal sealed class KeysOfTest : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("recharge-keys-");

    public KeysOfTest()
    {
        Keys.Add(ApiKey.Create("wall", AccessRole.Viewer, new DateOnly(2017, 4, 12), out var viewer));
        Keys.Add(ApiKey.Create("anna", AccessRole.Operator, new DateOnly(2017, 4, 12), out var owner));
        (Viewer, Operator) = (viewer, owner);
        Write();
    }

    public List<ApiKey> Keys { get; } = [];

    public string File => Path.Combine(folder.FullName, "keys");

    public string Viewer { get; }

    public string Operator { get; }

    public AccessOptions Options => new() { KeysFile = File };

    public static AccessRules Rules => new(false, false, HasCredentials: true);

    public void Write() => KeyFile.Write(File, Keys);

    public void Dispose() => folder.Delete(recursive: true);
}
