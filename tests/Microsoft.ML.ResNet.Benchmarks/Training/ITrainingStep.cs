namespace Microsoft.ML.ResNet.Benchmarks.Training;

/// <summary>One contender: every step does the same work on the same shapes.</summary>
internal interface ITrainingStep : IDisposable
{
    string Name { get; }

    void Step();
}
