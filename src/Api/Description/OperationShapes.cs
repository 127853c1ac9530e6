namespace RechargeMonitor.Api.Description;

/// <summary>The books of all sources.</summary>
internal sealed record AuditAnswer : Answer
{
    /// <summary>All lines.</summary>
    /// <example>5100</example>
    public required long Lines { get; init; }

    /// <summary>Lines of the five services.</summary>
    /// <example>5000</example>
    public required long Counted { get; init; }

    /// <summary>Well-formed lines of other services.</summary>
    /// <example>80</example>
    public required long Other { get; init; }

    /// <summary>Lines that could not be counted.</summary>
    /// <example>15</example>
    public required long Rejected { get; init; }

    /// <summary>Lines of nothing but white space.</summary>
    /// <example>5</example>
    public required long Blank { get; init; }

    /// <summary>Counted lines by service.</summary>
    public required IReadOnlyDictionary<string, long> ByService { get; init; }

    /// <summary>Whether the counted lines of each service equal those in the figures. What is in flight may arrive first.</summary>
    public required bool Balanced { get; init; }

    /// <summary>The books of each source.</summary>
    public required IReadOnlyList<SourceLines> Sources { get; init; }
}

/// <summary>The books of one source.</summary>
internal sealed record SourceLines
{
    /// <summary>What operators call it.</summary>
    /// <example>JsonData-3</example>
    public required string Source { get; init; }

    /// <summary>Everything below this offset (bytes in a file) is in the counts.</summary>
    /// <example>2500000</example>
    public required long Position { get; init; }

    /// <summary>All lines.</summary>
    /// <example>5100</example>
    public required long Lines { get; init; }

    /// <summary>Lines of the five services.</summary>
    /// <example>5000</example>
    public required long Counted { get; init; }

    /// <summary>Well-formed lines of other services.</summary>
    /// <example>80</example>
    public required long Other { get; init; }

    /// <summary>Lines that could not be counted.</summary>
    /// <example>15</example>
    public required long Rejected { get; init; }

    /// <summary>Lines of nothing but white space.</summary>
    /// <example>5</example>
    public required long Blank { get; init; }
}

/// <summary>The newest rejected lines.</summary>
internal sealed record RejectsAnswer : Answer
{
    /// <summary>Newest first.</summary>
    public required IReadOnlyList<Reject> Rejects { get; init; }
}

/// <summary>A line that could not be counted.</summary>
internal sealed record Reject
{
    /// <summary>Where it came from.</summary>
    /// <example>JsonData-3</example>
    public required string Source { get; init; }

    /// <summary>Its offset there.</summary>
    /// <example>2499500</example>
    public required long Position { get; init; }

    /// <summary>Why it was rejected.</summary>
    /// <example>not one JSON object</example>
    public required string Reason { get; init; }

    /// <summary>Its beginning, with personal data masked.</summary>
    /// <example>{"serviceName":"reChargeNotifyReq","phoneno":"***</example>
    public required string Line { get; init; }

    /// <summary>When it was read: UTC, ISO 8601.</summary>
    /// <example>2017-04-12T03:04:03.760Z</example>
    public required DateTime At { get; init; }
}

/// <summary>Open and recent alerts.</summary>
internal sealed record AlertsAnswer : Answer
{
    /// <summary>Open ones first.</summary>
    public required IReadOnlyList<Alert> Alerts { get; init; }
}

/// <summary>Something that someone should look at.</summary>
internal sealed record Alert
{
    /// <summary>Names the alert: it follows from rule, subject and start.</summary>
    /// <example>interface-failures/sendRechargeReq/20170412T021500Z</example>
    public required string Id { get; init; }

    /// <summary>The rule that it broke.</summary>
    /// <example>interface-failures</example>
    public required string Rule { get; init; }

    /// <summary>
    /// What the rule watches, and with it the unit of value and threshold: interfaceFailureRate and provinceFailureRate (0 to 1),
    /// rechargeP95 (ms), sourceSilent and booksUnbalanced (seconds).
    /// </summary>
    /// <example>interfaceFailureRate</example>
    public required string Kind { get; init; }

    /// <summary>What it is about: a service, a province's code, nationwide, a source or books.</summary>
    /// <example>sendRechargeReq</example>
    public required string Subject { get; init; }

    /// <summary>The worst that it has been: warning or critical.</summary>
    /// <example>critical</example>
    public required string Severity { get; init; }

    /// <summary>When it began: UTC, ISO 8601.</summary>
    public required DateTime Since { get; init; }

    /// <summary>When it ended; absent while it is open.</summary>
    public DateTime? Until { get; init; }

    /// <summary>The worst value so far.</summary>
    /// <example>0.34</example>
    public required double Value { get; init; }

    /// <summary>The rule's threshold of that severity.</summary>
    /// <example>0.2</example>
    public required double Threshold { get; init; }
}

/// <summary>The data of a snapshot event. Without any figures it has only revision, asOf, perhaps stale, and changedDays.</summary>
internal sealed record LiveSnapshot : Answer
{
    /// <summary>The default day, yyyyMMdd. When it is another one than before, forget the minutes of the former.</summary>
    /// <example>"20170412"</example>
    public string? Day { get; init; }

    /// <summary>The day's orders.</summary>
    public Orders Orders { get; init; } = null!;

    /// <summary>From an order's start to the notice of its top-up, over the succeeded orders.</summary>
    public Durations Recharge { get; init; } = null!;

    /// <summary>From an order's start to the notice of its payment, over the successful payments.</summary>
    public Durations Payment { get; init; } = null!;

    /// <summary>Days whose figures are not what they were in the event before, newest first; at connect all days. Empty when only the books changed.</summary>
    public required IReadOnlyList<string> ChangedDays { get; init; }

    /// <summary>The minutes of the default day that changed, ascending; at connect the last 60 minutes up to the newest one.</summary>
    public IReadOnlyList<Point>? Minutes { get; init; }
}

/// <summary>Whether the process lives or is ready.</summary>
internal sealed record HealthAnswer
{
    /// <summary>alive, ready, or degraded: ready with something that someone should look at.</summary>
    /// <example>ready</example>
    public required string Status { get; init; }

    /// <summary>The readiness checks that are degraded; absent where none is.</summary>
    public IReadOnlyList<FailedCheck>? Checks { get; init; }
}

/// <summary>An error (RFC 9457).</summary>
internal sealed record Problem
{
    /// <summary>Always about:blank: title and status say it all.</summary>
    /// <example>about:blank</example>
    public required string Type { get; init; }

    /// <summary>The status in words.</summary>
    /// <example>Bad Request</example>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <example>400</example>
    public required int Status { get; init; }

    /// <summary>A sentence that says what is wrong.</summary>
    /// <example>day must be a day as yyyyMMdd, for example 20170412.</example>
    public required string Detail { get; init; }

    /// <summary>The parameter that it is about.</summary>
    /// <example>day</example>
    public string? Parameter { get; init; }

    /// <summary>The parameter's value as it came, cut to 64 characters.</summary>
    /// <example>2017-04-12</example>
    public string? Value { get; init; }

    /// <summary>What would be right.</summary>
    /// <example>a day as yyyyMMdd, for example 20170412</example>
    public string? Expected { get; init; }

    /// <summary>The readiness checks that fail.</summary>
    public IReadOnlyList<FailedCheck>? Checks { get; init; }
}

/// <summary>A readiness check that fails or is degraded.</summary>
internal sealed record FailedCheck
{
    /// <summary>Its name.</summary>
    /// <example>cluster</example>
    public required string Name { get; init; }

    /// <summary>Unhealthy or Degraded.</summary>
    /// <example>Unhealthy</example>
    public required string Status { get; init; }

    /// <summary>What it says about it.</summary>
    public string? Description { get; init; }
}
