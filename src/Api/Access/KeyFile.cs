using System.Globalization;
using System.Text;

namespace RechargeMonitor.Api.Access;

/// <summary>
/// The file of API keys: a line <c>name role sha256:HASH yyyy-MM-dd</c> for each. Empty lines and those that begin with #
/// are left out.
/// </summary>
public static class KeyFile
{
    /// <summary>The most keys of a file.</summary>
    public const int MaxKeys = 1000;

    private const int MaxBytes = 256 * 1024;
    private const string HashPrefix = "sha256:";
    private const string DayFormat = "yyyy-MM-dd";
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Reads the keys.</summary>
    /// <exception cref="FormatException">A line is none of a key, or others may change the file; the message says which and the mend.</exception>
    public static IReadOnlyList<ApiKey> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & WritableByOthers) != 0)
            throw new FormatException("other users may write it, and so give themselves a key: chmod 600 it");
        if (file.Length > MaxBytes)
            throw new FormatException($"it has {file.Length} bytes: expected a file of keys, {MaxBytes} bytes at the most");
        using var reader = new StreamReader(file, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Puts keys in the place of those that the file has, in one step. Only its owner may read it.</summary>
    public static void Write(string path, IEnumerable<ApiKey> keys)
    {
        var next = $"{path}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnersAlone;
        File.Delete(next);
        using (var writer = new StreamWriter(next, new UTF8Encoding(false), options))
        {
            writer.WriteLine("# API keys of recharge-monitor: name, role, hash and day of each. Made by 'recharge-monitor keys'.");
            foreach (var key in keys)
                writer.WriteLine(Format(key));
            writer.Flush();
            ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    internal static IReadOnlyList<ApiKey> Parse(string text)
    {
        var keys = new List<ApiKey>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.EnumerateLines())
        {
            number++;
            var trimmed = line.Trim();
            if (trimmed.IsEmpty || trimmed[0] == '#')
                continue;
            var key = ParseLine(trimmed.ToString()) ?? throw new FormatException($"line {number} is no key: expected name, viewer or operator, {HashPrefix}HASH and {DayFormat}");
            if (!known.Add(key.Name) || !known.Add(Convert.ToHexString(key.Hash)))
                throw new FormatException($"line {number} has the name or the hash of {key.Name} a second time: remove one of them");
            if (keys.Count == MaxKeys)
                throw new FormatException($"it has more than {MaxKeys} keys");
            keys.Add(key);
        }

        return keys;
    }

    private static ApiKey? ParseLine(string line)
    {
        if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var name, var role, var hash, var day]
            || !ApiKey.IsName(name)
            || !AccessRoles.TryParse(role, out var parsedRole)
            || !hash.StartsWith(HashPrefix, StringComparison.Ordinal)
            || hash.Length != HashPrefix.Length + (2 * ApiKey.HashBytes)
            || !DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var created))
            return null;
        var digits = hash[HashPrefix.Length..];
        return digits.All(char.IsAsciiHexDigit) ? new ApiKey(name, parsedRole, Convert.FromHexString(digits), created) : null;
    }

    private static string Format(ApiKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Name} {AccessRoles.NameOf(key.Role)} {HashPrefix}{Convert.ToHexStringLower(key.Hash)} {key.Created.ToString(DayFormat, CultureInfo.InvariantCulture)}");
}
