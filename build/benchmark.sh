#!/usr/bin/env bash
# Runs our training step and TorchSharp's side by side and prints medians and the ratio.
# Usage: build/benchmark.sh [--depth N] [--batch N] [--threads N] [--rounds N]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
project=$root/tests/Microsoft.ML.ResNet.Benchmarks
out=$project/bin/Release/net10.0/linux-x64

dotnet build "$project" -c Release --nologo -v quiet

# TorchSharp 0.107 needs one symbol of a libstdc++ newer than some distributions have; it is supplied here.
preload=
libstdcxx=$(g++ -print-file-name=libstdc++.so.6)
if ! grep -q GLIBCXX_3.4.32 "$libstdcxx"; then
  cp --remove-destination "$(find "$out" "$project/obj" "${NUGET_PACKAGES:-$HOME/.nuget/packages}/torchsharp" \
      -name libLibTorchSharp.so -path '*linux-x64*' | tail -n 1)" "$out/libLibTorchSharp.so.new"
  chmod u+w "$out/libLibTorchSharp.so.new"
  dotnet run --file "$root/build/AcceptOlderLibstdcxx.cs" -- "$out/libLibTorchSharp.so.new" GLIBCXX_3.4.32
  mv "$out/libLibTorchSharp.so.new" "$(find "$out" -name libLibTorchSharp.so | head -n 1)"
  preload=$out/libstdcxx_shim.so
  printf '#include <iostream>\nstatic std::ios_base::Init keep;\nextern "C" void _ZSt21ios_base_library_initv() {}\n' |
    g++ -x c++ -O1 -shared -fPIC -o "$preload" -
fi

LD_PRELOAD=$preload exec dotnet "$out/Microsoft.ML.ResNet.Benchmarks.dll" "$@"
