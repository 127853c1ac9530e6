namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// A row of the database as one holder knows it: its bytes, guarded by the version with which the holder last read or wrote
/// them. What another holder has written since is never overwritten.
/// </summary>
public interface IGuardedRow
{
    /// <summary>The bytes that were read when the holder came to life; nothing where there was no row.</summary>
    byte[]? Form { get; }

    /// <summary>
    /// Writes the row, if it is still the one that the holder knows, or makes it where there was none. Throws whenever the
    /// write is not known to have taken place: it may have, or may yet.
    /// </summary>
    /// <param name="form">The bytes, changed by nobody after.</param>
    Task WriteAsync(byte[] form);

    /// <summary>Deletes the row, if it is still the one that the holder knows. Throws as a write does.</summary>
    Task DeleteAsync();
}
