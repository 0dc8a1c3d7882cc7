using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Transfer;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class HeadReplacementTests
{
    private static readonly ResNetModel s_model = TestNetworks.Model(
        TestNetworks.Small(ResNetShortcut.Projection), classes: 5);

    [Fact]
    public void KeepsEveryValueOutsideTheHead()
    {
        ResNetModel replaced = HeadReplacement.Replace(s_model, 24, 32, [-1, -1, -1], seed: 1);
        NetworkLayout before = s_model.CreateLayout(), after = replaced.CreateLayout();

        Assert.Equal((24, 32, 3), (replaced.Height, replaced.Width, replaced.ClassCount));
        Assert.Same(s_model.Normalization, replaced.Normalization);
        Assert.Equal(s_model.RunningStatistics.ToArray(), replaced.RunningStatistics.ToArray());
        foreach ((UnitLayout old, UnitLayout now) in before.Units.Zip(after.Units))
        {
            Assert.Equal(Slice(s_model, old.Convolution.Weights), Slice(replaced, now.Convolution.Weights));
            Assert.Equal(Slice(s_model, old.Normalization!.Gamma), Slice(replaced, now.Normalization!.Gamma));
            Assert.Equal(Slice(s_model, old.Normalization!.Beta), Slice(replaced, now.Normalization!.Beta));
        }
    }

    [Fact]
    public void KnownClassesKeepTheirLogitsInAnyOrder()
    {
        int[] oldClassOf = [4, -1, 0, 2, -1, 1, -1];
        ResNetModel replaced = HeadReplacement.Replace(s_model, 16, 16, oldClassOf, seed: 1);
        double[] images = TestValues.Normal(2 * 16 * 16 * 3, 5).ToDouble();

        double[] before = Logits(s_model, images), after = Logits(replaced, images);

        for (int image = 0; image < 2; image++)
        {
            for (int i = 0; i < oldClassOf.Length; i++)
            {
                if (oldClassOf[i] >= 0)
                    Assert.Equal(before[image * 5 + oldClassOf[i]], after[image * 7 + i]);
            }
        }
        HeadLayout head = replaced.CreateLayout().Head;
        float[] weights = Slice(replaced, head.Weights), bias = Slice(replaced, head.Bias);
        Assert.Contains(Enumerable.Range(0, head.Features), f => weights[f * 7 + 1] != 0);
        Assert.All([1, 4, 6], i => Assert.Equal(0, bias[i]));
    }

    [Fact]
    public void SameClassesGiveTheSameModel() => Assert.Equal(
        s_model.WeightsSha256, HeadReplacement.Replace(s_model, 16, 16, [0, 1, 2, 3, 4], seed: 9).WeightsSha256);

    [Fact]
    public void MatchesClassesByKeyValue()
    {
        ClassLabels old = Labels("cat", "dog", "cow"), now = Labels("dog", "emu", "cat");
        Assert.Equal([1, -1, 0], now.IndicesIn(old));
        Assert.Equal([0, 1, 2, -1], new UnnamedClassLabels(4).IndicesIn(new UnnamedClassLabels(3)));
        Assert.Equal([-1, -1, -1], now.IndicesIn(new UnnamedClassLabels(3)));
        Assert.Equal([-1, -1], new UnnamedClassLabels(2).IndicesIn(Labels("1", "2")));
    }

    private static ClassLabels<ReadOnlyMemory<char>> Labels(params string[] values) => new(
        [.. values.Select(value => value.AsMemory())],
        (ClassValueCodec<ReadOnlyMemory<char>>)ClassValueCodec.For(Microsoft.ML.Data.TextDataViewType.Instance)!);

    private static double[] Logits(ResNetModel model, double[] images) => new ReferenceNetwork(
        model.CreateLayout(), model.Parameters.Span.ToDouble(), model.RunningStatistics.Span.ToDouble())
        .Logits(2, images);

    private static float[] Slice(ResNetModel model, ParameterRange range) =>
        model.Parameters.Slice((int)range.Offset, (int)range.Length).ToArray();
}
