using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(ResNetFeaturizerTransformer), typeof(MlNetFeaturizerFile), null, typeof(SignatureLoadModel),
    "Residual network image featurizer", MlNetFeaturizerFile.LoaderSignature)]

namespace Microsoft.ML.ResNet.Features;

/// <summary>How ML.NET saves and finds a featurizer in its model files.</summary>
internal static class MlNetFeaturizerFile
{
    /// <summary>Part of every saved model: never to change. At most 24 characters.</summary>
    public const string LoaderSignature = "ResNetFeaturizer";

    private const string ModelSignature = "RESNETFZ";

    private static VersionInfo Version => ModelStreams.Version(ModelSignature, LoaderSignature);

    public static void Save(ModelSaveContext context, FeaturizerModel model) => ModelStreams.Save(
        context, Version, stream => FeaturizerFormat.WriteDescription(stream, model),
        stream => FeaturizerFormat.WriteWeights(stream, model));

    // Found by name: ML.NET calls it when it meets the loader signature.
    internal static ResNetFeaturizerTransformer Create(IHostEnvironment env, ModelLoadContext context) => new(
        env,
        ModelStreams.Load(
            context, Version, FeaturizerFormat.ModelKind, FeaturizerFormat.ReadDescription, FeaturizerFormat.ReadWeights));
}
