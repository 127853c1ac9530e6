namespace RechargeMonitor.Api.Answers;

/// <summary>What is asked for.</summary>
internal enum AnswerKind
{
    Days,
    Overview,
    TrendByMinute,
    TrendByHour,
    Provinces,
    Province,
    Interfaces,
    Interface,
    Breakdown,
    Audit,
    Rejects,
    Alerts,
}

/// <summary>
/// A request in its canonical form: requests that differ only in spelling have the same key, and with it the same prepared
/// answer. All of it are numbers, so making one costs nothing.
/// </summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Day">The day, the default one filled in; for <see cref="AnswerKind.Days"/> today.</param>
/// <param name="Subject">The province, service, breakdown, limit or state that it is about.</param>
/// <param name="From">The first bucket.</param>
/// <param name="To">The last bucket, included.</param>
/// <param name="IsStale">Whether the answer says that its figures are only the last known ones.</param>
internal readonly record struct AnswerKey(AnswerKind Kind, DateOnly Day = default, int Subject = 0, int From = 0, int To = 0, bool IsStale = false);
