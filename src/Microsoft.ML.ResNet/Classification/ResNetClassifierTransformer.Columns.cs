using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierTransformer : ISingleFeaturePredictionTransformer<ResNetClassifierTransformer>
{
    /// <summary>Name of the image column.</summary>
    public string ImageColumnName => _model.Columns.Image;

    /// <summary>Name of the added column with the probability of every class.</summary>
    public string ScoreColumnName => _model.Columns.Score;

    /// <summary>Name of the added column with the predicted class, or the labels that apply.</summary>
    public string PredictedLabelColumnName => _model.Columns.PredictedLabel;

    // What the model parameters of ML.NET's trainers have, the transformer has itself.
    ResNetClassifierTransformer IPredictionTransformer<ResNetClassifierTransformer>.Model => this;

    string ISingleFeaturePredictionTransformer<ResNetClassifierTransformer>.FeatureColumnName => ImageColumnName;

    // A network for bytes accepts MLImage and pixels as well as the content of files, whichever it was trained on.
    DataViewType ISingleFeaturePredictionTransformer<ResNetClassifierTransformer>.FeatureColumnType =>
        _model.Specification.Shape.IsFloat
            ? new VectorDataViewType(NumberDataViewType.Single, _model.Specification.Shape.Elements)
            : new VectorDataViewType(NumberDataViewType.Byte);
}
