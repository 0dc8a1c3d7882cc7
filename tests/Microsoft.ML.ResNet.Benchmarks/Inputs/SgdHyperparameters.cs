namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

/// <summary>Hyperparameters of all contenders: SGD with momentum, weight decay on every parameter.</summary>
internal static class SgdHyperparameters
{
    public const float LearningRate = 0.01f;

    public const float Momentum = 0.9f;

    public const float WeightDecay = 1e-4f;
}
