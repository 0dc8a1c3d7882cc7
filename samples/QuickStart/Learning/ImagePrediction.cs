namespace QuickStart.Learning;

/// <summary>The output of a saved pipeline: the probability of each class.</summary>
internal sealed class ImagePrediction
{
    public float[] Score { get; set; } = [];
}
