namespace Microsoft.ML.ResNet.Tests;

/// <summary>A row with the content of an image file.</summary>
internal sealed class EncodedRow
{
    public byte[] Image { get; set; } = [];

    public string Label { get; set; } = "";

    public string Path { get; set; } = "";

    /// <summary>Creates rows whose classes alternate.</summary>
    public static EncodedRow[] Many(int count, int seed = 0, params string[] classes)
    {
        if (classes.Length == 0)
            classes = DrawnImages.Classes;
        return [.. Enumerable.Range(0, count).Select(i => new EncodedRow
        {
            Label = classes[i % classes.Length],
            Image = DrawnImages.Encoded(classes[i % classes.Length], seed * 100_000 + i),
            Path = $"image-{i}.png",
        })];
    }
}

/// <summary>The output of a prediction engine.</summary>
internal sealed class Prediction
{
    public float[] Score { get; set; } = [];

    public string Predicted { get; set; } = "";
}
