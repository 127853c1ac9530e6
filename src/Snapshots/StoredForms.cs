namespace RechargeMonitor.Snapshots;

/// <summary>What is stored, to those who only have to know whether this version of the monitor can read it.</summary>
public static class StoredForms
{
    /// <summary>Reads a form whole.</summary>
    /// <param name="key">The key that it is published under.</param>
    /// <param name="form">The form.</param>
    /// <exception cref="FormatException">The bytes are no form of the key, or one of a newer version.</exception>
    public static void Require(string key, ReadOnlySpan<byte> form) => DecodedForm.Read(key, form);
}
