namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>What came of a training.</summary>
/// <param name="Arithmetic">The name of what it was computed in.</param>
/// <param name="Seed">Of weights, order and augmentation.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Images">The training images.</param>
/// <param name="Accuracy">Part of the test images that the network classifies rightly, 0 to 1.</param>
/// <param name="Int8Accuracy">The same of its copy in bytes; null for a training that was not in fp32.</param>
internal sealed record TrainedNetwork(
    string Arithmetic, int Seed, int Epochs, int Images, double Accuracy, double? Int8Accuracy)
{
    /// <summary>What bytes cost, in percentage points.</summary>
    public double? Int8Drop => 100 * (Accuracy - Int8Accuracy);
}
