using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Silo.Tests.Support;

/// <summary>Keeps what is logged from warnings on, and all that the monitor's own classes log.</summary>
internal sealed class RecordingLogs : ILoggerProvider
{
    public ConcurrentQueue<(string Category, int Id, LogLevel Level, string Text)> Events { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Log(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Log(RecordingLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel >= (category.StartsWith("RechargeMonitor", StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Warning);

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                logs.Events.Enqueue((category, eventId.Id, logLevel, formatter(state, exception)));
        }
    }
}
