using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Benchmarks.Ours;

/// <summary>Our training step: forward, loss, backward, update.</summary>
internal sealed class OurTraining : IContender
{
    private readonly NativeContext _context;
    private readonly SgdOptimizer _optimizer;
    private readonly AlignedBuffer _images;
    private readonly ClassTargets _targets;

    public TrainingNetwork Network { get; }

    public int Items { get; }

    public OurTraining(
        NetworkLayout layout, SharedValues values, MiniBatch batch, ResNetPrecision precision, int threads,
        ConvolutionAlgorithm algorithm = ConvolutionAlgorithm.Auto)
    {
        _context = NativeContext.Create(threads);
        Network = new TrainingNetwork(layout, _context, batch.Count, Arithmetic.FromPrecision(precision) with { Algorithm = algorithm });
        values.Parameters.CopyTo(Network.Parameters.Span);
        values.Statistics.CopyTo(Network.Statistics.Span);
        _optimizer = new SgdOptimizer(Network, new TrainingSettings
        {
            Options =
            {
                Architecture = layout.Architecture,
                Optimizer =
                {
                    Momentum = SgdHyperparameters.Momentum,
                    Nesterov = false,
                    WeightDecay = SgdHyperparameters.WeightDecay,
                    DecayBatchNorm = true,
                },
            },
            ClassCount = layout.Classes,
        });
        Items = batch.Count;
        _targets = new ClassTargets(batch.Labels, layout.Classes, Items);
        _targets.Fill([.. Enumerable.Range(0, Items).Select(i => (long)i)]);
        _images = new AlignedBuffer(batch.Images.Length);
        batch.Images.CopyTo(_images.Span);
    }

    public void Step()
    {
        ForwardBackward();
        Update();
    }

    /// <summary>Returns the mean loss.</summary>
    public double ForwardBackward() => Network.ForwardBackward(Items, _images.All, _targets).LossSum / Items;

    public void Update() => _optimizer.Step(SgdHyperparameters.LearningRate);

    public void Dispose()
    {
        _images.Dispose();
        _optimizer.Dispose();
        Network.Dispose();
        _context.Dispose();
    }
}
