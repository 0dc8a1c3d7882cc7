using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;

namespace NearestImages.Searching;

/// <summary>Computes the features of single files.</summary>
internal sealed class FeatureEngine(MLContext ml, ResNetFeaturizerTransformer featurizer) : IDisposable
{
    private readonly PredictionEngine<Input, Output> _engine =
        ml.Model.CreatePredictionEngine<Input, Output>(featurizer);

    /// <exception cref="UserException">The file does not exist or is not a readable image.</exception>
    public float[] Features(string path)
    {
        if (!File.Exists(path))
            throw new UserException($"the image '{path}' does not exist.");
        float[] features = _engine.Predict(new Input { Image = File.ReadAllBytes(path), Name = path }).Features;
        return features.Any(float.IsNaN)
            ? throw new UserException($"'{path}' is not a readable image.")
            : features;
    }

    public void Dispose() => _engine.Dispose();

    private sealed class Input
    {
        public byte[] Image { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class Output
    {
        public float[] Features { get; set; } = [];
    }
}
