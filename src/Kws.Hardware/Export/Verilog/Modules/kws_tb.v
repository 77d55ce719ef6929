// Runs the golden fingerprints and compares every logit, every label and the cycles of every step. Prints each difference, the cycles of
// the steps, and one line that begins with PASS or FAIL. Run it in this folder.

module kws_tb;
//@parameters

  reg clock = 0;
  always #5 clock = !clock;

  reg reset = 1;
  reg start = 0;
  reg write = 0;
  reg [INPUT_ADDRESS_BITS-1:0] write_address = 0;
  reg [INPUT_BITS-1:0] write_value = 0;
  wire busy, done, logit_valid;
  wire [STEP_BITS-1:0] step;
  wire [LABEL_BITS-1:0] logit_index, label;
  wire signed [LOGIT_BITS-1:0] logit;

  kws dut(
    .clock(clock), .reset(reset), .fingerprint_write(write), .fingerprint_address(write_address), .fingerprint_value(write_value),
    .start(start), .busy(busy), .done(done), .step(step), .logit_valid(logit_valid), .logit_index(logit_index), .logit(logit),
    .label(label)
  );

  reg [INPUT_BITS-1:0] fingerprints [0:FINGERPRINTS*INPUT_WORDS-1];
  reg signed [LOGIT_BITS-1:0] logits [0:FINGERPRINTS*LABELS-1];
  reg [LABEL_BITS-1:0] labels [0:FINGERPRINTS-1];

  integer fingerprint, i, total, received, wrong, failed;
  integer cycles [0:STEPS-1];
  reg [STEP_BITS-1:0] counted;

  // A step takes from its first tap to the cycle before that of the next step, whose number appears a cycle earlier.
  always @(negedge clock) begin
    if (busy === 1) cycles[counted] = cycles[counted] + 1;
    counted = step;
    if (logit_valid === 1) begin
      if (logit !== logits[fingerprint*LABELS + received] || {{(32-LABEL_BITS){1'b0}}, logit_index} !== received) begin
        wrong = wrong + 1;
        $display("fingerprint %0d, label %0d: expected %0d, got %0d with index %0d",
          fingerprint, received, logits[fingerprint*LABELS + received], logit, logit_index);
      end
      received = received + 1;
    end
  end

  // Expected cycles of a step.
  task check(input integer number, input integer expected, input [8*64-1:0] name);
    begin
      total = total + cycles[number];
      if (fingerprint == FINGERPRINTS - 1) $display("%9d cycles  %0s", cycles[number], name);
      if (cycles[number] != expected) begin
        wrong = wrong + 1;
        $display("fingerprint %0d, %0s: expected %0d cycles, got %0d", fingerprint, name, expected, cycles[number]);
      end
    end
  endtask

  initial begin
    $readmemh("fingerprints.mem", fingerprints);
    $readmemh("logits.mem", logits);
    $readmemh("labels.mem", labels);
    failed = 0;
    repeat (2) @(negedge clock);
    reset = 0;
    for (fingerprint = 0; fingerprint < FINGERPRINTS; fingerprint = fingerprint + 1) begin
      write = 1;
      for (i = 0; i < INPUT_WORDS; i = i + 1) begin
        write_address = i[INPUT_ADDRESS_BITS-1:0];
        write_value = fingerprints[fingerprint*INPUT_WORDS + i];
        @(negedge clock);
      end
      write = 0;
      received = 0;
      wrong = 0;
      total = 0;
      for (i = 0; i < STEPS; i = i + 1) cycles[i] = 0;
      start = 1;
      @(negedge clock);
      start = 0;
      for (i = 0; done !== 1 && i <= CYCLES; i = i + 1) @(negedge clock);
      if (label !== labels[fingerprint] || received != LABELS) begin
        wrong = wrong + 1;
        $display("fingerprint %0d: expected label %0d after %0d logits, got %0d after %0d",
          fingerprint, labels[fingerprint], LABELS, label, received);
      end
//@checks
      if (wrong != 0) failed = failed + 1;
    end
    if (failed == 0) $display("PASS %0d fingerprints, %0d cycles each", FINGERPRINTS, total);
    else $display("FAIL %0d of %0d fingerprints", failed, FINGERPRINTS);
    $finish;
  end
endmodule
