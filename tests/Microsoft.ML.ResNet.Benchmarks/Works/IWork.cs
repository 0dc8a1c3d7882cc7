namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>A part of the benchmark that can be run by itself.</summary>
internal interface IWork
{
    /// <summary>As the option --only knows it.</summary>
    string Name { get; }

    /// <summary>Whether a quick run of all has it.</summary>
    bool IsInQuick => true;

    void Run(Session session);
}
