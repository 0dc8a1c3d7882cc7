namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>A part of the benchmark that can be run by itself.</summary>
internal interface IBenchmark
{
    /// <summary>As the option --only knows it.</summary>
    string Name { get; }

    /// <summary>Whether a quick run of all has it.</summary>
    bool IsInQuick => true;

    /// <summary>Whether it runs only if it is named, because it takes long.</summary>
    bool IsOnlyByName => false;

    void Run(BenchmarkSession session);
}
