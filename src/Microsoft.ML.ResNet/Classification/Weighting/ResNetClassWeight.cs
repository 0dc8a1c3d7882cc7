namespace Microsoft.ML.ResNet;

/// <summary>The weight of a class in training: see <see cref="ResNetClassWeights"/>.</summary>
/// <param name="Class">The class's value in the label column, as invariant text.</param>
/// <param name="Weight">The weight, positive and finite.</param>
public sealed record ResNetClassWeight(string Class, float Weight);
