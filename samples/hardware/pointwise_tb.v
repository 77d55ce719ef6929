// Both pointwise layers on exported vectors: every accumulator and every value after the floor division against the reference, and cycles.
// Run in the directory of the vectors (format mem), with the case as +case=case_0. Prints PASS or FAIL for each module.

module pointwise_tb;
  parameter INPUTS = 48;
  parameter OUTPUTS = 16;
  parameter SHIFT = 8;

  // The widths of the files, as manifest.json says.
  parameter VALUE_BITS = 17;
  parameter WEIGHT_BITS = 6;
  parameter SUM_BITS = 27;

  // The widths of the hardware: the same, unless someone wants to see what becomes of narrower ones.
  parameter HARDWARE_VALUE_BITS = VALUE_BITS;
  parameter HARDWARE_WEIGHT_BITS = WEIGHT_BITS;
  parameter HARDWARE_SUM_BITS = SUM_BITS;

  localparam SHIFTED_BITS = SUM_BITS - SHIFT;
  localparam HARDWARE_SHIFTED_BITS = HARDWARE_SUM_BITS - SHIFT;

  reg signed [VALUE_BITS-1:0] values [0:INPUTS-1];
  reg signed [WEIGHT_BITS-1:0] weights [0:INPUTS*OUTPUTS-1];
  reg signed [SUM_BITS-1:0] expected_sums [0:OUTPUTS-1];
  reg signed [SHIFTED_BITS-1:0] expected_shifted [0:OUTPUTS-1];
  reg [8*64-1:0] name;
  reg [8*128-1:0] file;

  reg clock = 0;
  reg start = 0;
  always #5 clock = !clock;

  // ---- one multiplier

  wire [5:0] value_address_1;
  wire [9:0] weight_address_1;
  wire busy_1, valid_1;
  wire signed [HARDWARE_SUM_BITS-1:0] sum_1;
  wire signed [HARDWARE_SHIFTED_BITS-1:0] shifted_1;
  wire signed [HARDWARE_VALUE_BITS-1:0] value_1 = values[value_address_1];
  wire signed [HARDWARE_WEIGHT_BITS-1:0] weight_1 = weights[weight_address_1];

  pointwise_1 #(
    .VALUE_BITS(HARDWARE_VALUE_BITS), .WEIGHT_BITS(HARDWARE_WEIGHT_BITS), .SUM_BITS(HARDWARE_SUM_BITS)
  ) one (
    .clock(clock), .start(start), .busy(busy_1),
    .value_address(value_address_1), .value(value_1), .weight_address(weight_address_1), .weight(weight_1),
    .valid(valid_1), .sum(sum_1), .shifted(shifted_1)
  );

  integer cycle_1, last_1, multiplies_1, outputs_1, wrong_1;
  always @(negedge clock) begin
    cycle_1 = start ? 0 : cycle_1 + 1;
    // Whatever is not defined, of a file that is missing for instance, counts as wrong.
    if (busy_1 === 1) multiplies_1 = multiplies_1 + 1;
    if (valid_1 === 1) begin
      if ((sum_1 == expected_sums[outputs_1] && shifted_1 == expected_shifted[outputs_1]) !== 1) wrong_1 = wrong_1 + 1;
      outputs_1 = outputs_1 + 1;
      last_1 = cycle_1;
    end
  end

  // ---- sixteen multipliers

  wire [5:0] address_16;
  wire busy_16, valid_16;
  wire [OUTPUTS*HARDWARE_SUM_BITS-1:0] sums_16;
  wire [OUTPUTS*HARDWARE_SHIFTED_BITS-1:0] shifted_16;
  wire signed [HARDWARE_VALUE_BITS-1:0] value_16 = values[address_16];
  wire [OUTPUTS*HARDWARE_WEIGHT_BITS-1:0] weights_16;
  genvar lane;
  generate
    for (lane = 0; lane < OUTPUTS; lane = lane + 1) begin : bank
      wire signed [HARDWARE_WEIGHT_BITS-1:0] weight = weights[lane * INPUTS + address_16];
      assign weights_16[lane*HARDWARE_WEIGHT_BITS +: HARDWARE_WEIGHT_BITS] = weight;
    end
  endgenerate

  pointwise_16 #(
    .VALUE_BITS(HARDWARE_VALUE_BITS), .WEIGHT_BITS(HARDWARE_WEIGHT_BITS), .SUM_BITS(HARDWARE_SUM_BITS)
  ) sixteen (
    .clock(clock), .start(start), .busy(busy_16), .address(address_16), .value(value_16), .weights(weights_16),
    .valid(valid_16), .sums(sums_16), .shifted(shifted_16)
  );

  integer cycle_16, last_16, multiplies_16, outputs_16, wrong_16, o;
  reg signed [HARDWARE_SUM_BITS-1:0] lane_sum;
  reg signed [HARDWARE_SHIFTED_BITS-1:0] lane_shifted;
  always @(negedge clock) begin
    cycle_16 = start ? 0 : cycle_16 + 1;
    if (busy_16 === 1) multiplies_16 = multiplies_16 + 1;
    if (valid_16 === 1)
      for (o = 0; o < OUTPUTS; o = o + 1) begin
        lane_sum = sums_16[o*HARDWARE_SUM_BITS +: HARDWARE_SUM_BITS];
        lane_shifted = shifted_16[o*HARDWARE_SHIFTED_BITS +: HARDWARE_SHIFTED_BITS];
        if ((lane_sum == expected_sums[o] && lane_shifted == expected_shifted[o]) !== 1) wrong_16 = wrong_16 + 1;
        outputs_16 = outputs_16 + 1;
        last_16 = cycle_16;
      end
  end

  // ---- the run

  task report(
    input [8*12-1:0] module_name, input integer multiplies, input integer expected, input integer last,
    input integer outputs, input integer wrong
  );
    if (multiplies == expected && outputs == OUTPUTS && wrong == 0)
      $display("PASS %0s: %0d outputs of %0s, %0d multiply cycles, the last output in cycle %0d",
        module_name, outputs, name, multiplies, last);
    else
      $display("FAIL %0s: %0d outputs of %0s, expected %0d; %0d of them wrong; %0d multiply cycles, expected %0d",
        module_name, outputs, name, OUTPUTS, wrong, multiplies, expected);
  endtask

  initial begin
    if (!$value$plusargs("case=%s", name)) name = "case_0";
    $readmemh("weights/DS-CNN_conv_ds_1_pw_conv_weights_0.mem", weights);
    $sformat(file, "%0s/max_pool.mem", name);
    $readmemh(file, values);
    $sformat(file, "%0s/conv_ds_1_pw_conv.mem", name);
    $readmemh(file, expected_sums);
    $sformat(file, "%0s/conv_ds_1_pw_conv_floor256.mem", name);
    $readmemh(file, expected_shifted);

    // Twice: what the first run leaves in the accumulators must not matter.
    repeat (2) begin
      multiplies_1 = 0; outputs_1 = 0; wrong_1 = 0;
      multiplies_16 = 0; outputs_16 = 0; wrong_16 = 0;
      @(posedge clock) #1 start = 1;
      @(posedge clock) #1 start = 0;
      repeat (INPUTS * OUTPUTS + 10) @(posedge clock);
      report("pointwise_1", multiplies_1, INPUTS * OUTPUTS, last_1, outputs_1, wrong_1);
      report("pointwise_16", multiplies_16, INPUTS, last_16, outputs_16, wrong_16);
    end
    $finish;
  end
endmodule
