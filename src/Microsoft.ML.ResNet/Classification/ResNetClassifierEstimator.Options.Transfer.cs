namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    public sealed partial class Options
    {
        /// <summary>
        /// How pretrained weights are used: <see cref="ResNetTransferLearning.HeadOnly"/> and
        /// <see cref="ResNetTransferLearning.FineTuning"/> need <see cref="Pretrained"/> or a previous model, and choose what the
        /// options of the schedule and the augmentation say otherwise. Default: <see cref="ResNetTransferLearning.Auto"/>.
        /// </summary>
        public ResNetTransferLearning TransferLearning { get; set; } = ResNetTransferLearning.Auto;
    }
}
