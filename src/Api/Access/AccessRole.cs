namespace RechargeMonitor.Api.Access;

/// <summary>What someone may do. Who may do the second may do the first.</summary>
public enum AccessRole
{
    /// <summary>Reads figures.</summary>
    Viewer,

    /// <summary>Reads rejected lines and the grain dashboard too.</summary>
    Operator,
}

/// <summary>The names of roles, as they stand in key files and tokens and as policies of ASP.NET Core.</summary>
public static class AccessRoles
{
    /// <summary>The policy of what viewers may read; so it is with everything that names no policy.</summary>
    public const string Viewer = "viewer";

    /// <summary>The policy of what only operators may read.</summary>
    public const string Operator = "operator";

    /// <summary>A role's name.</summary>
    public static string NameOf(AccessRole role) => role == AccessRole.Operator ? Operator : Viewer;

    /// <summary>The role of a name.</summary>
    public static bool TryParse(string name, out AccessRole role)
    {
        role = name == Operator ? AccessRole.Operator : AccessRole.Viewer;
        return name is Viewer or Operator;
    }
}
