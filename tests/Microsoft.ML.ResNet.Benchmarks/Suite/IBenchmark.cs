namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>A benchmark that can be run on its own.</summary>
internal interface IBenchmark
{
    /// <summary>Name for the option --only.</summary>
    string Name { get; }

    /// <summary>Whether --quick includes it.</summary>
    bool IsInQuick => true;

    /// <summary>Whether it runs only if --only names it, because it takes long.</summary>
    bool IsOnlyByName => false;

    void Run(BenchmarkSession session);
}
