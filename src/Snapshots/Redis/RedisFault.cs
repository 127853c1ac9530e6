using StackExchange.Redis;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>Says in a line what is wrong with Redis and what mends it.</summary>
internal static class RedisFault
{
    private const int MaxLength = 200;

    /// <summary>Whether the exception says that Redis, not this program, is at fault. All else must not be swallowed.</summary>
    public static bool IsFault(Exception exception) =>
        exception is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException or IOException or UnauthorizedAccessException;

    public static string Describe(Exception exception) => exception switch
    {
        _ when Innermost(exception) is { } inner && IsAuthentication(inner.Message) =>
            $"refuses the user or password ({FirstLine(inner.Message)}): correct {RedisOptions.Section}:{nameof(RedisOptions.PasswordFile)}, or user= and password= of {RedisOptions.Section}:{nameof(RedisOptions.Configuration)}",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } =>
            $"cannot be trusted or refuses the connection's TLS or password ({FirstLine(Innermost(exception).Message)}): see {RedisOptions.Section}:{nameof(RedisOptions.PasswordFile)} and {RedisOptions.Section}:{nameof(RedisOptions.CertificateAuthorityFile)}",
        RedisServerException => $"answers with an error ({FirstLine(exception.Message)})",
        TimeoutException => "does not answer in time",
        RedisConnectionException => $"cannot be reached ({FirstLine(Innermost(exception).Message)})",
        _ => $"cannot be used ({FirstLine(exception.Message)})",
    };

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

    private static bool IsAuthentication(string message) =>
        message.Contains("WRONGPASS", StringComparison.Ordinal) || message.Contains("NOAUTH", StringComparison.Ordinal) || message.Contains("NOPERM", StringComparison.Ordinal);
}
