namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>Describes an implementation to measure.</summary>
/// <param name="Name">Name in the tables.</param>
/// <param name="Key">What it computes.</param>
/// <param name="Environment">Environment variables of its process.</param>
internal sealed record Contender(string Name, ContenderKey Key, ProcessEnvironment Environment);

/// <summary>A running implementation. All steps do the same work.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Images per step.</summary>
    int Items { get; }

    void Step();
}
