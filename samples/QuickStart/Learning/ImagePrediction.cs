namespace QuickStart.Learning;

/// <summary>What the saved pipeline says of an image: the probability of each class.</summary>
internal sealed class ImagePrediction
{
    public float[] Score { get; set; } = [];
}
