using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Ours;
using Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;
using Microsoft.ML.ResNet.Benchmarks.Peers.Torch;
using Microsoft.ML.ResNet.Benchmarks.Pipeline;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>Creates the contender of a child process.</summary>
internal static class ContenderFactory
{
    public static IContender Create(ContenderKey key)
    {
        NetworkLayout layout = key.Network.Layout;
        MiniBatch batch = MiniBatch.Create(layout, key.Batch);
        return key.Kind switch
        {
            ContenderKind.OurTraining =>
                new OurTraining(layout, SharedValues.Initial(layout), batch, key.Precision, key.Threads, key.Algorithm),
            ContenderKind.TorchTrainingDefault => Torch(TorchVariant.Default),
            ContenderKind.TorchTraining => Torch(TorchVariant.Best(key.Precision)),
            ContenderKind.TorchTrainingAllBFloat16 => Torch(TorchVariant.AllBFloat16),
            ContenderKind.OurInference =>
                new OurInference(key.Network, Trained(), batch, key.Precision, key.Threads, key.Algorithm),
            ContenderKind.TorchInference =>
                new TorchInference(layout, Trained(), batch, TorchVariant.Best(key.Precision), key.Threads),
            ContenderKind.OnnxInference => new OnnxInference(
                key.Precision == ResNetPrecision.Int8
                    ? OurOnnxExport.Int8(key.Network, Trained(), batch, key.Threads)
                    : OnnxNetwork.Write(layout, Trained(), key.Batch),
                layout, batch, key.Threads),
            ContenderKind.OurPipeline => Pipelines.Ours(key),
            ContenderKind.OurFeatures => Pipelines.Featurizer(key, ResNetFeatures.Pooled),
            ContenderKind.OurMaps => Pipelines.Featurizer(
                key, [.. Enumerable.Range(1, layout.Architecture.StageDepths.Count).Select(ResNetFeatures.Stage)]),
            ContenderKind.MlNetPipeline => Pipelines.MlNet(key),
            _ => throw new NotSupportedException(key.Kind.ToString()),
        };

        SharedValues Trained() => SharedFiles.Values(key.Folder, key.Network);

        TorchTraining Torch(TorchVariant variant) =>
            new(layout, SharedValues.Initial(layout), batch, variant, key.Threads);
    }
}
