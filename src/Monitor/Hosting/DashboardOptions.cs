using Microsoft.Extensions.Options;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>Who may look at the grain dashboard. Section <c>Dashboard</c>.</summary>
public sealed class DashboardOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Dashboard";

    /// <summary>The name to log in with.</summary>
    public string User { get; set; } = "operator";

    /// <summary>
    /// A file whose only line is the password. With it the dashboard asks for name and password everywhere; without it, it is
    /// open where only this machine reaches it, and not there at all elsewhere.
    /// </summary>
    public string? PasswordFile { get; set; }
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class DashboardOptionsValidator : IValidateOptions<DashboardOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrEmpty(options.User) || options.User.Contains(':'))
            faults.Add($"Dashboard:User is '{options.User}': expected a name without a colon");
        if (options.PasswordFile is { } file && !File.Exists(file))
            faults.Add($"Dashboard:PasswordFile is '{file}': there is no such file");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
