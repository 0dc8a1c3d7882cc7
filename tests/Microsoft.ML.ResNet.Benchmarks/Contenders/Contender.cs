namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>A contender before it runs.</summary>
/// <param name="Name">For the tables.</param>
/// <param name="Key">What it does.</param>
/// <param name="Environment">How its process starts.</param>
internal sealed record Contender(string Name, ContenderKey Key, ProcessEnvironment Environment);
