namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>One way to do a piece of work: every step does the same.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Images that a step handles.</summary>
    int Items { get; }

    void Step();
}
