using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Ours;
using Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Pipeline;

/// <summary>ML.NET pipelines from JPEG files to scores, with the same network.</summary>
internal static class Pipelines
{
    public static IContender Ours(ContenderKey key)
    {
        MLContext ml = new();
        ResNetClassifierTransformer classifier = Classifier(key);
        return new PipelinePass(ml, SharedFiles.Images(key.Folder), files =>
            ml.Transforms.LoadRawImageBytes(OurModel.ImageColumn, imageFolder: null, "Path")
                .Fit(files).Append(classifier),
            OurModel.ScoreColumn);
    }

    /// <summary>Features instead of scores.</summary>
    public static IContender Featurizer(ContenderKey key, params ResNetFeatures[] features)
    {
        MLContext ml = new();
        ResNetFeaturizerEstimator featurizer = ml.Transforms.ResNetFeaturizer(new ResNetFeaturizerEstimator.Options
        {
            Model = Classifier(key), Columns = [.. features.Select(f => new ResNetFeatureColumn(f.ToString(), f))],
        });
        return new PipelinePass(ml, SharedFiles.Images(key.Folder), files =>
            ml.Transforms.LoadRawImageBytes(OurModel.ImageColumn, imageFolder: null, "Path").Append(featurizer)
                .Fit(files),
            [.. features.Select(f => f.ToString())]);
    }

    private static ResNetClassifierTransformer Classifier(ContenderKey key) => OurModel.CreateTransformer(
        key.Network, SharedFiles.Values(key.Folder, key.Network), pixelsAreFloats: false, key.Precision);

    /// <summary>The pipeline that ML.NET's documentation shows for ONNX image models.</summary>
    public static IContender MlNet(ContenderKey key)
    {
        MLContext ml = new();
        int size = key.Network.ImageSize;
        return new PipelinePass(ml, SharedFiles.Images(key.Folder), files =>
            ml.Transforms.LoadImages("Loaded", imageFolder: null, "Path")
                .Append(ml.Transforms.ResizeImages("Resized", size, size, "Loaded"))
                .Append(ml.Transforms.ExtractPixels(OnnxNetwork.ImagesName, "Resized"))
                .Append(ml.Transforms.ApplyOnnxModel(
                    OnnxNetwork.LogitsName, OnnxNetwork.ImagesName, SharedFiles.Onnx(key.Folder, key.Network)))
                .Fit(files),
            OnnxNetwork.LogitsName);
    }
}
