namespace ModelSelection;

/// <summary>The parsed command line.</summary>
internal sealed record Request
{
    public string? Data { get; init; }
    public required TimeSpan Time { get; init; }

    /// <summary>Null for the library's default.</summary>
    public int? Trials { get; init; }

    /// <summary>Null for no limit.</summary>
    public int? MemoryMB { get; init; }

    public required int Seed { get; init; }

    /// <summary>0 for one per processor.</summary>
    public required int Threads { get; init; }

    public required bool Compare { get; init; }

    /// <summary>Folder to save the experiment to, or null.</summary>
    public string? Checkpoint { get; init; }

    public required string Output { get; init; }
    public string? Json { get; init; }
}
