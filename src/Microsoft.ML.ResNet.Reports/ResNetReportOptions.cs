namespace Microsoft.ML.ResNet;

/// <summary>Columns and content of a report.</summary>
public sealed class ResNetReportOptions
{
    /// <summary>The heading; null (the default) for the architecture's name.</summary>
    public string? Title { get; set; }

    /// <summary>
    /// Name of the label column of the transformed test set, as in training: a key, or a vector of keys or of
    /// indicators.
    /// </summary>
    public string LabelColumnName { get; set; } = "Label";

    /// <summary>Name of the column of probabilities.</summary>
    public string ScoreColumnName { get; set; } = "Score";

    /// <summary>Name of the column of predicted labels.</summary>
    public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

    /// <summary>
    /// Name of the image column. The report shows images if it holds image files or MLImage; vectors of pixels are not
    /// shown.
    /// </summary>
    public string ImageColumnName { get; set; } = "Image";

    /// <summary>Name of a text column that names the images; null (the default) to number them.</summary>
    public string? NameColumnName { get; set; }

    /// <summary>Number of misclassified images to show, those with the highest loss: 0 to 200. Default: 16.</summary>
    public int MostWrongImages { get; set; } = 16;

    /// <summary>Number of most confused pairs of classes to show: 0 to 100. Default: 10.</summary>
    public int MostConfusedPairs { get; set; } = 10;

    /// <summary>Number of classes in the confusion matrix, those with the most mistakes: 2 to 200. Default: 25.</summary>
    public int ConfusionClasses { get; set; } = 25;

    /// <summary>Number of bins in the reliability diagram: 2 to 100. Default: 15.</summary>
    public int ReliabilityBins { get; set; } = 15;

    /// <summary>
    /// How the predictions on example images are explained; null for no explanations. Default: Grad-CAM.
    /// </summary>
    public ResNetExplanationOptions? Explanation { get; set; } = new();

    internal void Validate()
    {
        Check(nameof(MostWrongImages), MostWrongImages, 0, 200);
        Check(nameof(MostConfusedPairs), MostConfusedPairs, 0, 100);
        Check(nameof(ConfusionClasses), ConfusionClasses, 2, 200);
        Check(nameof(ReliabilityBins), ReliabilityBins, 2, 100);
        if (Explanation?.ClassName is not null)
        {
            throw new ArgumentException(
                "ResNetReportOptions.Explanation.ClassName is set, but each prediction is explained for its own class.");
        }
    }

    private static void Check(string option, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new ArgumentException($"ResNetReportOptions.{option} is {value}; it must be {least} to {most}.");
    }
}
