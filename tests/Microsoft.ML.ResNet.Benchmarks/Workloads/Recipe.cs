namespace Microsoft.ML.ResNet.Benchmarks.Workloads;

/// <summary>The update that all contenders train with: SGD with momentum, weight decay on every parameter.</summary>
internal static class Recipe
{
    /// <summary>So small that thousands of steps on one mini-batch leave the network near its initial values.</summary>
    public const float LearningRate = 1e-4f;

    public const float Momentum = 0.9f;

    public const float WeightDecay = 1e-4f;
}
