using System.Net.Security;
using System.Security.Authentication;
using StackExchange.Redis;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>Says in a line what is wrong with Redis and what mends it.</summary>
internal static class RedisFault
{
    private const int MaxLength = 200;

    /// <summary>Whether the exception says that Redis, not this program, is at fault. All else must not be swallowed.</summary>
    public static bool IsFault(Exception exception) =>
        exception is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException or IOException or UnauthorizedAccessException;

    public static string Describe(Exception exception)
    {
        var cause = Innermost(exception);
        return exception switch
        {
            _ when Says(cause, "WRONGPASS") || Says(cause, "NOAUTH") =>
                $"refuses the user or password: correct {Key(nameof(RedisOptions.PasswordFile))}, or user= and password= of {Key(nameof(RedisOptions.Configuration))}",
            _ when Says(cause, "NOPERM") =>
                $"refuses what its user may not do ({FirstLine(cause.Message)}): allow it, or give user= of {Key(nameof(RedisOptions.Configuration))} another one",
            _ when cause is AuthenticationException => $"cannot be reached over TLS ({FirstLine(cause.Message)})",
            RedisServerException => $"answers with an error ({FirstLine(exception.Message)})",
            TimeoutException => "does not answer in time",
            RedisConnectionException => $"cannot be reached ({FirstLine(cause.Message)})",
            _ => $"cannot be used ({FirstLine(exception.Message)})",
        };
    }

    /// <summary>What is wrong with the server's certificate, and what mends it.</summary>
    public static string Distrusted(SslPolicyErrors errors) =>
        $"cannot be trusted ({errors}): name its authority in {Key(nameof(RedisOptions.CertificateAuthorityFile))}, and the server by a name in its certificate";

    /// <summary>The text without what follows it: the client appends pages of its own state.</summary>
    public static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny("\r\n,;");
        var line = end < 0 ? text : text[..end];
        return line.Length <= MaxLength ? line : line[..MaxLength] + "…";
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }

    private static bool Says(Exception exception, string word) => exception.Message.Contains(word, StringComparison.Ordinal);

    private static string Key(string name) => $"{RedisOptions.Section}:{name}";
}
