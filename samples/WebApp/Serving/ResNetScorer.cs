using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet;

namespace WebApp.Serving;

/// <summary>A prediction engine for the classifier alone, which itself decodes and resizes images.</summary>
internal sealed class ResNetScorer : IImageScorer
{
    private readonly ResNetClassifierTransformer _classifier;
    private readonly PredictionEngine<Input, Output> _engine;

    public ResNetScorer(MLContext ml, ResNetClassifierTransformer classifier)
    {
        _classifier = classifier;
        SchemaDefinition input = SchemaDefinition.Create(typeof(Input));
        input[nameof(Input.Image)].ColumnName = classifier.ImageColumnName;
        SchemaDefinition output = SchemaDefinition.Create(typeof(Output));
        output[nameof(Output.Score)].ColumnName = classifier.ScoreColumnName;
        _engine = ml.Model.CreatePredictionEngine<Input, Output>(
            classifier, ignoreMissingColumns: false, input, output);
    }

    public ImageScores Score(byte[] image, int? overlay)
    {
        float[] probabilities;
        try
        {
            probabilities = _engine.Predict(new Input { Image = image }).Score;
        }
        catch (InvalidDataException exception)
        {
            throw new UnreadableImageException(exception);
        }
        // A model trained with BadImagePolicy.Skip scores an unreadable image as NaN.
        if (float.IsNaN(probabilities[0]))
            throw new UnreadableImageException();
        return new ImageScores(probabilities, overlay is { } side ? Explain(image, side) : null);
    }

    // Grad-CAM, drawn over the original picture.
    private byte[] Explain(byte[] image, int side) => _classifier.Explain(image).ToOverlayPng(
        new ResNetOverlayOptions { Photograph = image, Size = side });

    public void Dispose() => _engine.Dispose();

    private sealed class Input
    {
        public byte[] Image { get; set; } = [];
    }

    private sealed class Output
    {
        public float[] Score { get; set; } = [];
    }
}
