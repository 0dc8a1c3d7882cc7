namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>Result of a training.</summary>
/// <param name="Arithmetic">Name of the arithmetic.</param>
/// <param name="Seed">Seed of weights, order and augmentation.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Images">Number of training images.</param>
/// <param name="Accuracy">Fraction of test images classified correctly, 0 to 1.</param>
/// <param name="Int8Accuracy">Accuracy after int8 quantization; null unless trained in fp32.</param>
internal sealed record TrainedNetwork(
    string Arithmetic, int Seed, int Epochs, int Images, double Accuracy, double? Int8Accuracy)
{
    /// <summary>Accuracy loss from int8 quantization, in percentage points.</summary>
    public double? Int8Drop => 100 * (Accuracy - Int8Accuracy);
}
