using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(ResNetFeaturizerTransformer), typeof(MlNetFeaturizerFile), null, typeof(SignatureLoadModel),
    "Residual network image featurizer", MlNetFeaturizerFile.LoaderSignature)]

namespace Microsoft.ML.ResNet.Features;

/// <summary>Saves and loads featurizers in ML.NET's model files.</summary>
internal static class MlNetFeaturizerFile
{
    /// <summary>Part of every saved model: must not change. At most 24 characters.</summary>
    public const string LoaderSignature = "ResNetFeaturizer";

    private const string ModelSignature = "RESNETFZ";

    private static VersionInfo Version => ModelStreams.Version(ModelSignature, LoaderSignature);

    public static void Save(ModelSaveContext context, FeaturizerModel model) => ModelStreams.Save(
        context, Version, stream => FeaturizerFormat.WriteDescription(stream, model),
        stream => FeaturizerFormat.WriteWeights(stream, model));

    // Called by ML.NET through reflection when a file has the loader signature.
    internal static ResNetFeaturizerTransformer Create(IHostEnvironment env, ModelLoadContext context) => new(
        env,
        ModelStreams.Load(
            context, Version, FeaturizerFormat.ModelKind, FeaturizerFormat.ReadDescription, FeaturizerFormat.ReadWeights));
}
