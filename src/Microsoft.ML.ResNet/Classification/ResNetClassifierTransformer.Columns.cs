namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierTransformer
{
    /// <summary>Name of the column that images are read from.</summary>
    public string ImageColumnName => _model.Columns.Image;

    /// <summary>Name of the added column with the probability of every class.</summary>
    public string ScoreColumnName => _model.Columns.Score;

    /// <summary>Name of the added column with the predicted class, or the labels that apply.</summary>
    public string PredictedLabelColumnName => _model.Columns.PredictedLabel;
}
