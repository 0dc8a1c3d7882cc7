namespace Microsoft.ML.ResNet.Benchmarks.Workloads;

/// <summary>What a network computes in.</summary>
internal enum Precision { Float32, BFloat16, Int8 }
